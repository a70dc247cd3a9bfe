package dev.samara.node.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a node's configuration: the default, a file over it, environment variables over both. */
public final class ConfigLoader {

  private static final String DEFAULTS = "default-node.yaml";

  private static final Pattern DUPLICATE = Pattern.compile("Duplicate property \"([^\"]*)\"");

  /** YAML is a superset of JSON, so one reader serves both. */
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .addModule(
              new SimpleModule()
                  .addDeserializer(Duration.class, new DurationDeserializer())
                  .addDeserializer(Path.class, new PathDeserializer()))
          .build();

  private ConfigLoader() {}

  /**
   * Reads a configuration. Blocks while it reads the file.
   *
   * @param file a YAML or JSON file; its keys replace those of the default, listeners as a whole
   * @param environment variables, of which {@code SAMARA_…} name keys: {@code SAMARA_PORT_OFFSET},
   *     {@code SAMARA_LISTENERS_ECHO_PORT}
   * @param warn is told of a variable that names no key
   * @return the configuration
   * @throws ConfigException saying in one line what is wrong where
   */
  public static NodeConfig load(
      Optional<Path> file, Map<String, String> environment, Consumer<String> warn) {
    var tree = defaults();
    var source = "the default configuration";
    if (file.isPresent()) {
      source = file.get().toString();
      var given = readFile(file.get());
      // First by itself, so that an error names the file and not what was laid over it.
      bind(merged(tree.deepCopy(), given), source);
      merged(tree, given);
    }
    if (EnvironmentOverlay.apply(tree, environment, MAPPER, warn)) {
      source += " with SAMARA_ variables";
    }
    return bind(tree, source);
  }

  private static ObjectNode merged(ObjectNode base, ObjectNode over) {
    over.properties().forEach(entry -> merge(base, entry.getKey(), entry.getValue()));
    return base;
  }

  /** {@code cluster} and {@code gateway} are merged key by key; lists and listeners as a whole. */
  private static void merge(ObjectNode base, String key, JsonNode value) {
    if (!key.equals("listeners")
        && value instanceof ObjectNode over
        && base.get(key) instanceof ObjectNode inner) {
      over.properties().forEach(entry -> inner.set(entry.getKey(), entry.getValue()));
    } else {
      base.set(key, value);
    }
  }

  private static ObjectNode defaults() {
    try (var in = ConfigLoader.class.getResourceAsStream(DEFAULTS)) {
      return (ObjectNode) MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode readFile(Path file) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(file, reason(e)));
    } catch (JacksonException e) {
      throw new ConfigException("%s is not YAML: %s".formatted(file, located(e)));
    }
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new ConfigException("%s holds no keys (expected: key: value)".formatted(file));
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      case CharacterCodingException _ -> "it is not UTF-8";
      default -> e.getMessage();
    };
  }

  private static NodeConfig bind(ObjectNode tree, String source) {
    try {
      Shape.check("", tree, NodeConfig.class);
      return MAPPER.treeToValue(tree, NodeConfig.class);
    } catch (ConfigException e) {
      throw new ConfigException("%s: %s".formatted(source, e.getMessage()));
    } catch (DatabindException e) {
      throw new ConfigException("%s: %s".formatted(source, whatAndWhere(e)));
    }
  }

  /** What a record said to its values, after the path of the record unless that is in it. */
  private static String whatAndWhere(DatabindException e) {
    var path =
        e.getPath().stream().map(Reference::getPropertyName).collect(Collectors.joining("."));
    var message = cause(e);
    return path.isEmpty() || message.startsWith(path + ".") ? message : path + ": " + message;
  }

  private static String cause(DatabindException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigException || cause instanceof IllegalArgumentException) {
        return cause.getMessage();
      }
    }
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }

  private static String located(JacksonException e) {
    return "line %d: %s".formatted(e.getLocation().getLineNr(), words(e.getOriginalMessage()));
  }

  /** The two complaints of Jackson itself name its settings; all others are of the YAML parser. */
  private static String words(String message) {
    if (message.startsWith("Trailing token")) {
      return "more than one document";
    }
    var twice = DUPLICATE.matcher(message);
    return twice.lookingAt()
        ? "the key '%s' is there twice".formatted(twice.group(1))
        : unquoted(message);
  }

  /** Without the lines in which the parser quotes the file, which are indented. */
  private static String unquoted(String message) {
    return message
        .lines()
        .filter(line -> !line.startsWith(" "))
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }

  /** Takes {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}, or a number of milliseconds. */
  private static final class DurationDeserializer extends StdDeserializer<Duration> {

    DurationDeserializer() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context) {
      return DurationText.parse(parser.getString());
    }
  }

  /** Jackson's own reads a path with a colon as a URI. */
  private static final class PathDeserializer extends StdDeserializer<Path> {

    PathDeserializer() {
      super(Path.class);
    }

    @Override
    public Path deserialize(JsonParser parser, DeserializationContext context) {
      return Path.of(parser.getString());
    }
  }
}
