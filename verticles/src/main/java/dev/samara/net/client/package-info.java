/** Names: who has one, who may have one, and what waits for one that has not come yet. */
package dev.samara.net.client;
