/** The front end's entry: what every page loads. */
import "htmx.org";
