/**
 * Files inside of messages: read, checked and written by a worker while the connection's event loop
 * goes on, see {@link dev.samara.codec.file.FileConverter}.
 */
package dev.samara.codec.file;
