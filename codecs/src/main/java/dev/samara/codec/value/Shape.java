package dev.samara.codec.value;

/** What the values of one type look like; readers and writers walk along it. Immutable. */
sealed interface Shape
    permits Scalar,
        EnumShape,
        Shape.OptionalShape,
        Shape.ListShape,
        Shape.SetShape,
        Shape.MapShape,
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
