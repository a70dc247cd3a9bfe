/**
 * What this kit does when things go wrong around it: each trial starts a server, brings a fault of
 * {@code dev.samara.load.fault} about, and looks at the balance of messages afterwards.
 */
package dev.samara.load.trial;
