package dev.samara.codec.value;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The records and enums that may be built from bytes; nothing else ever is, but for the basic types
 * (see {@link Codecs}), {@code Optional}, {@code List}, {@code Set} and {@code Map}. Immutable.
 *
 * <p>A component declared as a sealed interface is built as one of the records on the list that
 * implement it; the list's order is theirs in the compact binary form, so new ones go to the end.
 */
public final class TypeAllowList {

  /** A generic record that holds ever larger ones of itself has no end. */
  private static final int MOST_TYPES = 1_000;

  private final Set<Class<?>> types;

  private TypeAllowList(Set<Class<?>> types) {
    this.types = Collections.unmodifiableSet(types);
  }

  /**
   * Exactly these.
   *
   * @param types records and enums
   * @return the list, in this order
   * @throws IllegalArgumentException if one is neither a record nor an enum
   */
  public static TypeAllowList of(Class<?>... types) {
    return new TypeAllowList(checked(List.of(types)));
  }

  /**
   * Those that a class names in its declaration, directly or through other records. Of a sealed
   * interface it names none: see {@link #and}.
   *
   * @param root a record, an enum or a sealed interface
   * @return the list, the root first
   * @throws IllegalArgumentException if a type with wildcards, an array or the like is named
   */
  public static TypeAllowList reachableFrom(Class<?> root) {
    var seen = new LinkedHashSet<Bound>();
    visit(Bound.of(root), seen, false);
    return new TypeAllowList(buildable(seen));
  }

  /** Those that a type names, and of a sealed interface all that it permits. */
  static TypeAllowList closedOver(Bound root) {
    var seen = new LinkedHashSet<Bound>();
    visit(root, seen, true);
    return new TypeAllowList(buildable(seen));
  }

  /**
   * The same and more.
   *
   * @param roots records and enums, of sealed families for example
   * @return a list that also holds these and all that they name
   * @throws IllegalArgumentException if one is neither a record nor an enum
   */
  public TypeAllowList and(Class<?>... roots) {
    var all = new LinkedHashSet<>(types);
    for (var root : checked(List.of(roots))) {
      all.addAll(reachableFrom(root).types);
    }
    return new TypeAllowList(all);
  }

  /**
   * What is listed.
   *
   * @return the classes in order; not changeable
   */
  public Set<Class<?>> types() {
    return types;
  }

  /**
   * Whether objects of a class may be built.
   *
   * @param type a record or an enum
   * @return true if it is listed
   */
  public boolean allows(Class<?> type) {
    return types.contains(type);
  }

  @Override
  public String toString() {
    return types.stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
  }

  private static void visit(Bound type, Set<Bound> seen, boolean families) {
    if (!seen.add(type)) {
      return;
    }
    if (seen.size() > MOST_TYPES) {
      throw new IllegalArgumentException(
          "type %s: names more than %d types".formatted(type.raw().getName(), MOST_TYPES));
    }
    type.arguments().forEach(argument -> visit(argument, seen, families));
    if (type.raw().isRecord()) {
      type.components().forEach(component -> visit(component.type(), seen, families));
    } else if (families && type.raw().isSealed()) {
      for (var member : type.raw().getPermittedSubclasses()) {
        checkMember(member, type.raw());
        visit(Bound.of(member), seen, true);
      }
    }
  }

  private static void checkMember(Class<?> member, Class<?> family) {
    if (!member.isRecord() && !(member.isSealed() && member.isInterface())) {
      throw new IllegalArgumentException(
          "type %s permits %s (expected: records and sealed interfaces of them)"
              .formatted(family.getSimpleName(), member.getSimpleName()));
    }
  }

  private static Set<Class<?>> buildable(Set<Bound> seen) {
    return seen.stream()
        .<Class<?>>map(Bound::raw)
        .filter(TypeAllowList::isBuildable)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<Class<?>> checked(List<Class<?>> types) {
    for (var type : types) {
      if (!isBuildable(type)) {
        throw new IllegalArgumentException(
            "type %s (expected: a record or an enum)".formatted(type.getName()));
      }
    }
    return new LinkedHashSet<>(types);
  }

  private static boolean isBuildable(Class<?> type) {
    return type.isRecord() || type.isEnum();
  }
}
