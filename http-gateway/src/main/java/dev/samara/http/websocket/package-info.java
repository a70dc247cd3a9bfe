/** WebSocket as a transport of the hub's connections. */
package dev.samara.http.websocket;
