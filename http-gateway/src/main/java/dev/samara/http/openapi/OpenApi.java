package dev.samara.http.openapi;

import dev.samara.rpc.call.MethodInfo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Makes the document of OpenAPI 3.1. */
public final class OpenApi {
  private static final String JSON = "application/json";
  private static final String CBOR = "application/cbor";

  private OpenApi() {}

  /**
   * Describes methods as {@code POST /rpc/SERVICE/METHOD}.
   *
   * @param methods of the services
   * @param timeoutField the field of a request that says how many milliseconds a call may take
   * @return the document
   */
  public static JsonObject describe(List<MethodInfo> methods, String timeoutField) {
    var schemas = new JsonSchemas();
    var paths = new JsonObject();
    for (MethodInfo method : methods) {
      paths.put(
          "/rpc/%s/%s".formatted(method.service(), method.method()),
          new JsonObject().put("post", operation(method, schemas, timeoutField)));
    }
    JsonObject components = schemas.components().put("Problem", problem());
    return new JsonObject()
        .put("openapi", "3.1.0")
        .put(
            "info",
            new JsonObject()
                .put("title", "Services of this node")
                .put("version", "1")
                .put("description", "Arguments and results are JSON or CBOR, both in one form."))
        .put("paths", paths)
        .put("components", new JsonObject().put("schemas", components));
  }

  private static JsonObject operation(MethodInfo method, JsonSchemas schemas, String timeoutField) {
    JsonObject problem =
        new JsonObject()
            .put("description", "It failed")
            .put(
                "content",
                new JsonObject().put("application/problem+json", schema(reference("Problem"))));
    return new JsonObject()
        .put("operationId", method.service() + "." + method.method())
        .put("tags", new JsonArray().add(method.service()))
        .put(
            "parameters",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", timeoutField)
                        .put("in", "header")
                        .put("description", "How many milliseconds the call may take")
                        .put("schema", new JsonObject().put("type", "integer").put("minimum", 1))))
        .put(
            "requestBody",
            new JsonObject()
                .put("required", !method.parameters().isEmpty())
                .put("content", both(arguments(method, schemas))))
        .put(
            "responses",
            new JsonObject()
                .put(
                    "200",
                    new JsonObject()
                        .put("description", "The result")
                        .put("content", both(schemas.of(method.result()))))
                .put("default", problem))
        .put("x-idempotent", method.idempotent());
  }

  /** All arguments in an array. */
  private static JsonObject arguments(MethodInfo method, JsonSchemas schemas) {
    var items = new JsonArray();
    for (int i = 0; i < method.parameters().size(); i++) {
      items.add(
          schemas.of(method.parameters().get(i)).put("title", method.parameterNames().get(i)));
    }
    int count = items.size();
    var array = new JsonObject().put("type", "array");
    if (count > 0) {
      array.put("prefixItems", items);
    }
    return array.put("minItems", count).put("maxItems", count);
  }

  private static JsonObject both(JsonObject schema) {
    return new JsonObject().put(JSON, schema(schema)).put(CBOR, schema(schema.copy()));
  }

  private static JsonObject schema(JsonObject schema) {
    return new JsonObject().put("schema", schema);
  }

  private static JsonObject reference(String name) {
    return new JsonObject().put("$ref", "#/components/schemas/" + name);
  }

  /** RFC 9457, with two members of our own. */
  private static JsonObject problem() {
    var text = new JsonObject().put("type", "string");
    return new JsonObject()
        .put("type", "object")
        .put(
            "properties",
            new JsonObject()
                .put("type", text.copy().put("format", "uri"))
                .put("title", text)
                .put("status", new JsonObject().put("type", "integer"))
                .put("detail", text)
                .put(
                    "retry",
                    new JsonObject()
                        .put("type", "boolean")
                        .put("description", "Whether the same request may be sent again later"))
                .put(
                    "traceId",
                    text.copy().put("description", "The trace of the call, if there is one")));
  }
}
