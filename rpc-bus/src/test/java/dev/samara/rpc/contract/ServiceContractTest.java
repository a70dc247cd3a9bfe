package dev.samara.rpc.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.rpc.payload.ValueTypes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceContractTest {
  private static final String ALLOWED = " (expected: " + ValueTypes.ALLOWED + ")";
  private static final String CLOSED =
      " (expected: a type without wildcards, open parameters or arrays but of primitives)";

  record Page<T>(List<T> items, int number) {}

  record Tree(String name, List<Tree> children) {}

  record Holder(Object anything) {}

  interface Good {
    Future<Page<String>> page(Tree tree, int number);

    void stop();

    default String hello(Map<String, Integer> counts) {
      return "hello";
    }

    static void ignored(Thread thread) {}

    @Override
    String toString();
  }

  interface Narrowed extends Wide {
    @Override
    Integer value();
  }

  interface Wide {
    Number size();

    Object value();
  }

  interface Overloaded {
    void put(int a);

    void put(String a);
  }

  interface UnknownParameter {
    void run(Thread thread);
  }

  interface UnknownInside {
    Holder get();
  }

  interface IntegerKeys {
    void put(Map<Integer, String> map);
  }

  interface AnArray {
    Future<String[]> texts();
  }

  interface RawFuture {
    @SuppressWarnings("rawtypes")
    Future raw();
  }

  interface Generic<T> {
    void put(T value);
  }

  interface GenericMethod {
    <T> void put(T value);
  }

  interface Wildcard {
    void put(List<? extends Number> values);
  }

  interface Lazy {
    Supplier<String> get();
  }

  interface Empty {}

  @Test
  void signaturesAreReadableAndSorted() {
    assertEquals(
        List.of(
            "hello(Map<String, Integer>): String", "page(Tree, int): Page<String>", "stop(): void"),
        ServiceContract.of(Good.class).signatures());
  }

  @Test
  void aWrongInterfaceIsNamedWithMethodAndType() {
    assertEquals(
        "Overloaded.put is overloaded: methods are called by name, so each needs a name of its own",
        refusal(Overloaded.class));
    assertEquals(
        "UnknownParameter.run, parameter 1: type Thread" + ALLOWED,
        refusal(UnknownParameter.class));
    assertEquals(
        "UnknownInside.get, result: type Object (component 'anything' of Holder)" + ALLOWED,
        refusal(UnknownInside.class));
    assertEquals(
        "IntegerKeys.put, parameter 1: type Map<Integer, String>" + ALLOWED,
        refusal(IntegerKeys.class));
    assertEquals("AnArray.texts, result: type java.lang.String[]" + CLOSED, refusal(AnArray.class));
    assertEquals("RawFuture.raw, result: Future needs its type argument", refusal(RawFuture.class));
    assertEquals("GenericMethod.put, parameter 1: type T" + CLOSED, refusal(GenericMethod.class));
    assertEquals(
        "Wildcard.put, parameter 1: type ? extends java.lang.Number" + CLOSED,
        refusal(Wildcard.class));
    assertEquals("Lazy.get, result: type Supplier<String>" + ALLOWED, refusal(Lazy.class));
    assertEquals(Empty.class.getName() + " has no methods", refusal(Empty.class));
    assertEquals("java.lang.String is not an interface", refusal(String.class));
    assertEquals(
        Generic.class.getName() + " has type parameters: a service must not be generic",
        refusal(Generic.class));
  }

  @Test
  void aMethodDeclaredAgainIsOneMethod() {
    assertEquals("Narrowed.size, result: type Number" + ALLOWED, refusal(Narrowed.class));
  }

  @Test
  void namesComeFromTheInterface() {
    assertEquals("good", ServiceNames.of(Good.class));
    assertEquals("uRL", ServiceNames.of(URL.class));
  }

  interface URL {}

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "9a", "a b", "a/b", "ä", ".a", "a\n"})
  void aWrongNameIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> ServiceNames.checked(name));
  }

  @Test
  void aLongNameIsRefused() {
    assertEquals("a".repeat(128), ServiceNames.checked("a".repeat(128)));
    assertThrows(IllegalArgumentException.class, () -> ServiceNames.checked("a".repeat(129)));
  }

  private static String refusal(Class<?> type) {
    return assertThrows(IllegalArgumentException.class, () -> ServiceContract.of(type))
        .getMessage();
  }
}
