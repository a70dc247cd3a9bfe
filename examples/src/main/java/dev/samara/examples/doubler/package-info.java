/** Numbers come in by the line and go out doubled: the smallest service that looks at its input. */
package dev.samara.examples.doubler;
