package dev.samara.http.form;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What a form consists of, in its order. */
public sealed interface FormEvent {
  /**
   * A file begins.
   *
   * @param name of the part
   * @param fileName what the client calls it; may be empty
   */
  record FileBegin(String name, String fileName) implements FormEvent {}

  /**
   * Some bytes of the file that began last.
   *
   * @param bytes which nobody else uses
   */
  record FileData(ByteBuffer bytes) implements FormEvent {}

  /** The file that began last is complete. */
  record FileEnd() implements FormEvent {}

  /**
   * A field that is not a file.
   *
   * @param name of the part
   * @param value its text
   */
  record Field(String name, String value) implements FormEvent {}

  /** The form is complete; what follows is ignored. */
  record End() implements FormEvent {}

  /**
   * The head of a part.
   *
   * @param name of the part
   * @param fileName present for a file
   */
  record Head(String name, Optional<String> fileName) {}
}
