/**
 * Forms with files ({@code multipart/form-data}, RFC 7578) read piece by piece: what is in memory
 * is one read, one head of a part, and the fields, all of them bounded. Not exported.
 */
package dev.samara.http.form;
