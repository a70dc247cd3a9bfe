/**
 * Two nodes of a cluster that talk to each other under load, each a process of its own: what runs
 * in them, and how the bench starts and asks them.
 */
package dev.samara.load.cluster;
