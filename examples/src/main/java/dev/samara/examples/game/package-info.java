/** A game loop: one thread that gathers what players did and tells everybody, tick by tick. */
package dev.samara.examples.game;
