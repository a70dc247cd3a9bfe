/** A node among others: Hazelcast as set up here, and who is a member. */
package dev.samara.node.cluster;
