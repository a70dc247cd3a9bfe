package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import java.util.ArrayList;
import java.util.List;

/** A sealed interface: one of the listed records that implement it. */
final class FamilyShape implements Shape {

  private final String name;

  /** Filled once, while the tree is built: a member may hold its family. */
  private final List<RecordShape> members = new ArrayList<>();

  private NameHashes hashes;

  FamilyShape(String name) {
    this.name = name;
  }

  void add(RecordShape member) {
    for (var other : members) {
      if (other.name().equals(member.name())) {
        throw new IllegalArgumentException(
            "type %s: two listed records are called %s".formatted(name, member.name()));
      }
    }
    members.add(member);
    hashes = new NameHashes(members.stream().map(RecordShape::name).toList());
  }

  int count() {
    return members.size();
  }

  RecordShape byIndex(int index) {
    return members.get(index);
  }

  String name() {
    return name;
  }

  /** Those of the names of its members. */
  NameHashes hashes() {
    return hashes;
  }

  RecordShape byHash(int hash) {
    var place = hashes.placeOf(hash);
    if (place < 0) {
      throw CodecException.invalid("another type (expected: one of %s)".formatted(names()));
    }
    return members.get(place);
  }

  RecordShape byName(String memberName) {
    for (var member : members) {
      if (member.name().equals(memberName)) {
        return member;
      }
    }
    throw CodecException.invalid(
        "type %s (expected: one of %s)".formatted(Texts.quoted(memberName), names()));
  }

  /** The place of a value's record in the list. */
  int indexOf(Object value) {
    for (var i = 0; i < members.size(); i++) {
      if (members.get(i).type() == value.getClass()) {
        return i;
      }
    }
    throw CodecException.invalid(
        "type %s is not on the allow-list (expected: one of %s)"
            .formatted(value.getClass().getSimpleName(), names()));
  }

  @Override
  public String expected() {
    return "an object with one field of " + names();
  }

  private String names() {
    return String.join(", ", members.stream().map(RecordShape::name).toList());
  }
}
