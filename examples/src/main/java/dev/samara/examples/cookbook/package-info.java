/**
 * Five protocols of others, each with a framing written with the parse buffer and a small service.
 */
package dev.samara.examples.cookbook;
