/** Modbus/TCP: a device with holding registers for controllers and {@code mbpoll}. */
package dev.samara.examples.cookbook.modbus;
