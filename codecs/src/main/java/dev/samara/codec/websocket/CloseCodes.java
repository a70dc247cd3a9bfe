package dev.samara.codec.websocket;

/** Why a WebSocket is closed (RFC 6455, section 7.4, and the registry it made). */
public final class CloseCodes {
  /** The purpose is fulfilled. */
  public static final int NORMAL = 1000;

  /** The server goes down, or the page goes away. */
  public static final int GOING_AWAY = 1001;

  /** The peer broke the rules of the protocol. */
  public static final int PROTOCOL_ERROR = 1002;

  /** Stands for a close frame without a code; never sent. */
  public static final int NONE = 1005;

  /** The data of a message is not what its type says, such as text that is not UTF-8. */
  public static final int INVALID_DATA = 1007;

  /** The message is against the rules of the service. */
  public static final int POLICY = 1008;

  /** The message is longer than what is taken. */
  public static final int TOO_LONG = 1009;

  /** The server failed. */
  public static final int SERVER_ERROR = 1011;

  /** There is too much to do now; a later try may succeed. */
  public static final int TRY_AGAIN_LATER = 1013;

  private CloseCodes() {}

  /**
   * Whether a peer may send it.
   *
   * @param code any number
   * @return false for what is reserved, not defined or only for use within a program
   */
  public static boolean mayBeSent(int code) {
    return code >= 1000 && code <= 1003
        || code >= 1007 && code <= 1014
        || code >= 3000 && code <= 4999;
  }
}
