/** Many messages to one peer, pulled from their source only as fast as the peer reads. */
package dev.samara.net.flow;
