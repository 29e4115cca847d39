/** The packaged application, as its users meet it. */
package dev.sam3flow.app.acceptance;
