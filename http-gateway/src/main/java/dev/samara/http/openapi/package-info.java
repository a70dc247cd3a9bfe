/** The description of the services that can be called over HTTP, as OpenAPI 3.1 has it. */
package dev.samara.http.openapi;
