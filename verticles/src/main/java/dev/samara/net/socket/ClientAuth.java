package dev.samara.net.socket;

/** Whether clients show certificates. One that is shown is always verified. */
public enum ClientAuth {
  /** They are not asked. */
  NONE,
  /** They are asked, and let in without. */
  REQUEST,
  /** They are asked, and refused without. */
  REQUIRE
}
