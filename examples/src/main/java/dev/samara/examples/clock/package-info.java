/** A typed RPC service: an interface, a record as argument, a record as result. */
package dev.samara.examples.clock;
