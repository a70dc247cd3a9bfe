package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import java.util.ArrayList;
import java.util.List;

/** A fixed number of values, each of its own type: the arguments of a call. */
record TupleShape(List<Part> parts) implements Shape {

  /** One value, and what it is called in messages. */
  record Part(String name, Shape shape) {}

  static TupleShape of(List<ValueType> types) {
    var parts = new ArrayList<Part>();
    for (var i = 0; i < types.size(); i++) {
      var name = "argument %d (%s)".formatted(i + 1, types.get(i));
      parts.add(new Part(name, types.get(i).shape()));
    }
    return new TupleShape(List.copyOf(parts));
  }

  int count() {
    return parts.size();
  }

  /** Throws if there are more or fewer than are expected. */
  void checkCount(long given) {
    if (given != count()) {
      throw CodecException.invalid("it takes %s, %d given".formatted(counted(), given));
    }
  }

  @Override
  public String expected() {
    return "an array of " + counted();
  }

  private String counted() {
    return count() == 1 ? "1 argument" : count() + " arguments";
  }
}
