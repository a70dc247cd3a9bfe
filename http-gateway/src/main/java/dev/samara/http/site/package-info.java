/** What a gateway does for whole paths or connections: TLS and HTTP/2, and who may ask for what. */
package dev.samara.http.site;
