/** How much of everything a client of the gateway may have and take. */
package dev.samara.http.limits;
