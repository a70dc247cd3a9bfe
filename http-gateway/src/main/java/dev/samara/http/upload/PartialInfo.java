package dev.samara.http.upload;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is noted of a partial upload beside its bytes: the file {@code info}, a JSON object. How
 * many bytes there are is the length of the file {@code data}, which a killed process leaves right;
 * but never more than {@code trusted}, which is set while bytes come whose digest is not checked
 * yet.
 */
record PartialInfo(
    UploadName name,
    OptionalLong length,
    boolean completesAtLength,
    String composition,
    String metadata,
    Instant created,
    OptionalLong trusted,
    List<ExpectedDigest> digests,
    Set<DigestAlgorithm> wanted,
    Optional<StoredUpload> stored) {

  static PartialInfo of(String id, PartialRequest request, String composition, Instant now) {
    return new PartialInfo(
        request.name().orElseGet(() -> new UploadName(id)),
        request.length(),
        request.completesAtLength(),
        composition,
        request.metadata(),
        now,
        OptionalLong.empty(),
        request.digests(),
        request.wanted(),
        Optional.empty());
  }

  PartialInfo with(OptionalLong newLength, OptionalLong newTrusted) {
    return with(newLength, newTrusted, stored);
  }

  PartialInfo with(StoredUpload file) {
    return with(OptionalLong.of(file.sizeBytes()), OptionalLong.empty(), Optional.of(file));
  }

  private PartialInfo with(
      OptionalLong newLength, OptionalLong newTrusted, Optional<StoredUpload> newStored) {
    return new PartialInfo(
        name,
        newLength,
        completesAtLength,
        composition,
        metadata,
        created,
        newTrusted,
        digests,
        wanted,
        newStored);
  }

  boolean isComponent() {
    return composition.equals("partial");
  }

  JsonObject json() {
    var json =
        new JsonObject()
            .put("name", name.value())
            .put("completesAtLength", completesAtLength)
            .put("composition", composition)
            .put("metadata", metadata)
            .put("created", created.toString())
            .put("digests", new JsonArray())
            .put("wanted", new JsonArray());
    length.ifPresent(bytes -> json.put("length", bytes));
    trusted.ifPresent(bytes -> json.put("trusted", bytes));
    digests.forEach(
        digest -> json.getJsonArray("digests").add(digest.algorithm().name() + ":" + digest.hex()));
    wanted.forEach(algorithm -> json.getJsonArray("wanted").add(algorithm.name()));
    stored.ifPresent(file -> json.put("stored", json(file)));
    return json;
  }

  private static JsonObject json(StoredUpload file) {
    var digests = new JsonObject();
    file.digests().forEach((algorithm, hex) -> digests.put(algorithm.name(), hex));
    return new JsonObject()
        .put("size", file.sizeBytes())
        .put("modified", file.state().modified().toString())
        .put("created", file.created())
        .put("digests", digests);
  }

  /** Throws runtime exceptions of many kinds when the text was not written by {@link #json}. */
  static PartialInfo parse(JsonObject json) {
    var name = new UploadName(json.getString("name"));
    var wanted = EnumSet.noneOf(DigestAlgorithm.class);
    json.getJsonArray("wanted")
        .forEach(algorithm -> wanted.add(DigestAlgorithm.valueOf((String) algorithm)));
    return new PartialInfo(
        name,
        number(json, "length"),
        json.getBoolean("completesAtLength"),
        json.getString("composition"),
        json.getString("metadata"),
        Instant.parse(json.getString("created")),
        number(json, "trusted"),
        json.getJsonArray("digests").stream().map(text -> digest((String) text)).toList(),
        wanted,
        Optional.ofNullable(json.getJsonObject("stored")).map(file -> stored(name, file)));
  }

  private static ExpectedDigest digest(String text) {
    String[] parts = text.split(":", 2);
    return new ExpectedDigest(DigestAlgorithm.valueOf(parts[0]), parts[1]);
  }

  private static StoredUpload stored(UploadName name, JsonObject json) {
    var digests = new EnumMap<DigestAlgorithm, String>(DigestAlgorithm.class);
    for (Map.Entry<String, Object> one : json.getJsonObject("digests")) {
      digests.put(DigestAlgorithm.valueOf(one.getKey()), (String) one.getValue());
    }
    var modified = Instant.parse(json.getString("modified"));
    var state = new FileState(json.getLong("size"), modified, Map.copyOf(digests));
    return new StoredUpload(name, state, json.getBoolean("created"));
  }

  private static OptionalLong number(JsonObject json, String key) {
    Long value = json.getLong(key);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
