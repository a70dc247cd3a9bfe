package dev.samara.net.connection;

/** How much of what is queued still leaves before a connection is closed. */
public enum CloseMode {

  /** Nothing more: the message that is partly sent and all queued ones are given back. */
  NOW,

  /** What has been handed to the socket is completed; what is queued behind it is given back. */
  FINISH_MESSAGE,

  /** Everything queued is sent first. */
  DRAIN
}
