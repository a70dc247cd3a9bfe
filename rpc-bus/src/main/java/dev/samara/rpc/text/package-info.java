/** Texts of others made fit for one line of an error. Not exported. */
package dev.samara.rpc.text;
