/**
 * A node: {@link dev.samara.node.Node} puts the parts together, from Vert.x to the gateway, shows
 * what they do, and stops them in the right order.
 */
package dev.samara.node;
