/** The clients of {@code bench matrix}: each kind of API of this kit, used as a user would. */
package dev.samara.load.matrix;
