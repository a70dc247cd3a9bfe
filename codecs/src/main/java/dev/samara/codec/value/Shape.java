package dev.samara.codec.value;

/** What the values of one type look like; readers and writers walk along it. Immutable. */
sealed interface Shape
    permits Scalar,
        EnumShape,
        Shape.OptionalShape,
        Shape.NullableShape,
        Shape.ListShape,
        Shape.ArrayShape,
        Shape.SetShape,
        Shape.MapShape,
        TupleShape,
        RecordShape,
        FamilyShape {

  /** What is expected in this place, in the words of somebody who writes JSON. */
  String expected();

  /** A value that may be missing. */
  record OptionalShape(Shape content) implements Shape {
    @Override
    public String expected() {
      return content.expected() + " or null";
    }
  }

  /** A value that is null where others have nothing; for callers whose own types say so. */
  record NullableShape(Shape content) implements Shape {
    @Override
    public String expected() {
      return content.expected();
    }
  }

  /** Any number of values of a primitive type in order. */
  record ArrayShape(Scalar element, Class<?> primitive) implements Shape {
    @Override
    public String expected() {
      return "an array";
    }
  }

  /** Any number of values in order. */
  record ListShape(Shape element) implements Shape {
    @Override
    public String expected() {
      return "an array";
    }
  }

  /** Any number of different values; they keep the order in which they arrived. */
  record SetShape(Shape element) implements Shape {
    @Override
    public String expected() {
      return "an array without repetitions";
    }
  }

  /** Values by key; the keys are texts or constants of an enum. */
  record MapShape(Shape key, Shape value) implements Shape {
    @Override
    public String expected() {
      return "an object";
    }
  }
}
