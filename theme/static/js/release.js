/* A preview has no release. `make publish` puts id and date of the release in the place of this file. */
window.siteRelease = null;
