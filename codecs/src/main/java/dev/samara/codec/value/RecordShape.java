package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A record: its components in the order of their declaration, and its canonical constructor. */
final class RecordShape implements Shape {

  /** One component. */
  record Component(String name, Shape shape, MethodHandle accessor) {}

  private final Class<?> type;
  private final MethodHandle constructor;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final NameHashes hashes;

  /** Filled once, while the tree is built: a record may hold itself. */
  private final Component[] components;

  /**
   * Finds the constructor.
   *
   * @throws IllegalArgumentException if the record is not open to this module
   */
  RecordShape(Class<?> type) {
    this.type = type;
    var parts = type.getRecordComponents();
    components = new Component[parts.length];
    hashes = new NameHashes(Arrays.stream(parts).map(RecordComponent::getName).toList());
    var types = Arrays.stream(parts).map(part -> part.getType()).toArray(Class<?>[]::new);
    try {
      constructor =
          lookup(type)
              .findConstructor(type, MethodType.methodType(void.class, types))
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException failure) {
      throw closed(type, failure);
    }
  }

  void set(int index, String name, Shape shape) {
    try {
      var accessor =
          lookup(type)
              .unreflect(type.getRecordComponents()[index].getAccessor())
              .asType(MethodType.methodType(Object.class, Object.class));
      components[index] = new Component(name, shape, accessor);
      indexes.put(name, index);
    } catch (IllegalAccessException failure) {
      throw closed(type, failure);
    }
  }

  String name() {
    return type.getSimpleName();
  }

  Class<?> type() {
    return type;
  }

  int count() {
    return components.length;
  }

  Component component(int index) {
    return components[index];
  }

  /** The place of a component, or -1. */
  int indexOf(String componentName) {
    return indexes.getOrDefault(componentName, -1);
  }

  NameHashes hashes() {
    return hashes;
  }

  /** Which names there are, for messages. */
  String names() {
    return String.join(", ", Arrays.stream(components).map(Component::name).toList());
  }

  /** What a component is if the wire does not have it: only optional ones may be missing. */
  Object missing(int index) {
    if (components[index].shape() instanceof OptionalShape) {
      return Optional.empty();
    }
    if (components[index].shape() instanceof NullableShape) {
      return null;
    }
    throw CodecException.invalid(
            "expected " + components[index].shape().expected() + ", found none")
        .at(components[index].name());
  }

  /** Builds the record; what its constructor refuses is an invalid value. */
  Object build(Object[] values) {
    try {
      return constructor.invokeExact(values);
    } catch (Error error) {
      throw error;
    } catch (Throwable refusal) {
      throw CodecException.invalid(name() + ": " + Texts.oneLine(ownWords(refusal)));
    }
  }

  /** The value of a component. */
  Object get(int index, Object record) {
    try {
      return components[index].accessor().invokeExact(record);
    } catch (Error error) {
      throw error;
    } catch (Throwable failure) {
      throw CodecException.invalid(Texts.oneLine(ownWords(failure))).at(components[index].name());
    }
  }

  @Override
  public String expected() {
    return "an object (" + name() + ")";
  }

  private static String ownWords(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private static MethodHandles.Lookup lookup(Class<?> type) throws IllegalAccessException {
    RecordShape.class.getModule().addReads(type.getModule());
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  private static IllegalArgumentException closed(Class<?> type, Exception cause) {
    return new IllegalArgumentException(
        "type %s (expected: a record whose package is open to %s)"
            .formatted(type.getName(), RecordShape.class.getModule().getName()),
        cause);
  }
}
