/** Named parties: who is connected under which name, whatever the transport. */
package dev.samara.net.client;
