package dev.samara.codec.http;

/**
 * The line before a chunk (RFC 9112, section 7.1): a size and perhaps extensions.
 *
 * @param extensions from the first semicolon on
 * @param extensionBytes of them with the white space before
 */
record ChunkLine(long sizeBytes, String extensions, int extensionBytes) {

  /** As many hexadecimal digits as a 64-bit number has; more would be zeros or too many. */
  static final int MAX_DIGITS = 16;

  static ChunkLine parse(Line line) throws FaultException {
    int at = 0;
    long size = 0;
    while (at < line.length && Characters.hex(line.at(at)) >= 0) {
      if (at == MAX_DIGITS) {
        throw FaultException.bad("a chunk size has more than 16 digits");
      }
      size = size << 4 | Characters.hex(line.at(at));
      at++;
    }
    if (at == 0) {
      throw FaultException.bad("a chunk does not begin with its size");
    }
    if (size < 0) {
      throw new FaultException(413, "a chunk is larger than a body may be");
    }
    if (at == line.length) {
      return new ChunkLine(size, "", 0);
    }
    checkExtensions(line, at);
    return new ChunkLine(size, line.text(blanks(line, at), line.length), line.length - at);
  }

  /**
   * {@code *( BWS ";" BWS name [ BWS "=" BWS value ] )}; nothing may follow, white space neither.
   */
  private static void checkExtensions(Line line, int start) throws FaultException {
    int at = start;
    while (at < line.length) {
      at = expect(line, blanks(line, at), ';');
      at = token(line, blanks(line, at));
      int equals = blanks(line, at);
      if (equals < line.length && line.at(equals) == '=') {
        at = value(line, blanks(line, equals + 1));
      }
    }
  }

  private static int value(Line line, int at) throws FaultException {
    return at < line.length && line.at(at) == '"' ? quoted(line, at + 1) : token(line, at);
  }

  private static int quoted(Line line, int start) throws FaultException {
    int at = start;
    while (at < line.length && line.at(at) != '"') {
      at += line.at(at) == '\\' ? 1 : 0;
      if (at >= line.length || !Characters.is(Characters.VALUE, line.at(at))) {
        throw malformed();
      }
      at++;
    }
    return expect(line, at, '"');
  }

  private static int token(Line line, int start) throws FaultException {
    int at = start;
    while (at < line.length && Characters.is(Characters.TOKEN, line.at(at))) {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
    return at;
  }

  private static int blanks(Line line, int start) {
    int at = start;
    while (at < line.length && Characters.isBlank(line.at(at))) {
      at++;
    }
    return at;
  }

  private static int expect(Line line, int at, char c) throws FaultException {
    if (at >= line.length || line.at(at) != c) {
      throw malformed();
    }
    return at + 1;
  }

  private static FaultException malformed() {
    return FaultException.bad("the extensions of a chunk are malformed");
  }
}
