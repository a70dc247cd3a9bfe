/** A file goes from one machine to another as one message, of any size, in little memory. */
package dev.samara.examples.filecopy;
