/** What the framings share that know a message's length before its bytes. Not exported. */
package dev.samara.codec.counted;
