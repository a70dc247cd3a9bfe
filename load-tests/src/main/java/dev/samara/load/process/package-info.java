/** Child processes of the bench: their start, their end, and the processor time they use. */
package dev.samara.load.process;
