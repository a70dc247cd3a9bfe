/**
 * Faults to order, for tests of networked programs: a relay that delays, holds back, slows down and
 * resets; processes that stop or are killed; networks that lose packets; disks that are full or do
 * not keep what they were told to; too few descriptors; clocks that jump. Uses the JDK only, and
 * tools of the system where it says so: {@link Tool#missing} tells which are not there.
 *
 * <pre>{@code
 * try (Relay relay = Relay.to(server)) {
 *   client.connect(relay.address());
 *   relay.cut(Direction.TO_CLIENT);   // requests arrive, answers do not
 *   relay.mend();
 *   relay.reset();                    // both ends see a reset
 * }
 * }</pre>
 */
package dev.samara.load.fault;
