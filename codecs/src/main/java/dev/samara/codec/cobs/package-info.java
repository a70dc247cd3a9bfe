/** The framing {@code cobs}: consistent overhead byte stuffing, ended by a zero. */
package dev.samara.codec.cobs;
