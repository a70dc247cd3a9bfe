package dev.samara.rpc.payload;

import dev.samara.rpc.text.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** What is wrong with JSON, in one line that names neither our libraries nor their classes. */
final class JsonErrors {
  private static final int MOST_CONSTANTS = 20;

  private JsonErrors() {}

  /** For JSON that is broken wherever it is looked at. */
  static PayloadException malformed(JacksonException failure) {
    return failure instanceof StreamReadException && failure.getLocation() != null
        ? new PayloadException(
            "malformed JSON near byte " + Math.max(0, failure.getLocation().getByteOffset()))
        : new PayloadException("malformed JSON");
  }

  /** For JSON that is broken or not of the type. */
  static PayloadException unreadable(JacksonException failure, JavaType type) {
    String place = path(failure);
    if (failure instanceof InputCoercionException number) {
      String words =
          "expected " + expected(number.getTargetType()) + ", found one beyond its range";
      return new PayloadException(place + words);
    }
    if (failure instanceof StreamReadException) {
      return malformed(failure);
    }
    if (failure instanceof ValueInstantiationException && failure.getCause() != null) {
      return new PayloadException(place + Texts.oneLine(ownWords(failure.getCause())));
    }
    if (failure instanceof MismatchedInputException mismatch) {
      Class<?> target =
          mismatch.getTargetType() == null ? type.getRawClass() : mismatch.getTargetType();
      return new PayloadException(
          place + "expected " + expected(target) + ", found " + found(mismatch));
    }
    return new PayloadException(place + "not " + expected(type.getRawClass()));
  }

  /** For a value that throws while it is written. */
  static PayloadException unwritable(JacksonException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String words =
        cause instanceof JacksonException
            ? "it cannot be written as JSON"
            : "it cannot be written as JSON: " + ownWords(cause);
    return new PayloadException(path(failure) + Texts.oneLine(words));
  }

  /** A type in the words of somebody who writes JSON. */
  static String expected(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == char.class || type == Character.class) {
      return "a text of one character";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number (" + type.getSimpleName() + ")";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .limit(MOST_CONSTANTS)
          .map(constant -> ((Enum<?>) constant).name())
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "an array";
    }
    if (Map.class.isAssignableFrom(type)) {
      return "an object";
    }
    if (type.isRecord()) {
      return "an object (" + type.getSimpleName() + ")";
    }
    return example(type);
  }

  private static String example(Class<?> type) {
    String example =
        type == Instant.class
            ? " such as 2026-01-31T12:00:00Z"
            : type == Duration.class
                ? " such as PT1.5S"
                : type == LocalDate.class
                    ? " such as 2026-01-31"
                    : type == UUID.class ? " of 36 characters" : "";
    return "a text for " + type.getSimpleName() + example;
  }

  private static String found(MismatchedInputException mismatch) {
    if (mismatch instanceof InvalidFormatException invalid && invalid.getValue() != null) {
      Object value = invalid.getValue();
      return Texts.shortened(value instanceof String ? "'" + value + "'" : String.valueOf(value));
    }
    JsonToken token = mismatch.getCurrentToken();
    return switch (token) {
      case null -> "nothing";
      case START_OBJECT, PROPERTY_NAME -> "an object";
      // At an end a component of the record has been missing.
      case END_OBJECT, END_ARRAY, NOT_AVAILABLE -> "nothing";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT -> "a whole number";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      case VALUE_EMBEDDED_OBJECT -> "something else";
    };
  }

  private static String path(JacksonException failure) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : failure.getPath()) {
      if (step.getPropertyName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      } else if (step.getIndex() >= 0) {
        path.append('[').append(step.getIndex()).append(']');
      }
    }
    return path.isEmpty() ? "" : "'" + Texts.shortened(path.toString()) + "': ";
  }

  private static String ownWords(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
