/**
 * The door of a listener: keeps its {@link dev.samara.net.access.AccessOptions}, lets a peer wait
 * while the application thinks about it, and counts whom it turns away. Not exported.
 */
package dev.samara.net.admission;
