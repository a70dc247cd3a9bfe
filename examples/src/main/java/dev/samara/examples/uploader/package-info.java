/** A server that takes uploads chunk by chunk and checks that none of their bytes is missing. */
package dev.samara.examples.uploader;
