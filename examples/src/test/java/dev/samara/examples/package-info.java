/** The examples over real sockets. */
package dev.samara.examples;
