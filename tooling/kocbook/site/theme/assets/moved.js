/* A page that moved: lead on at once, and to the same heading. */
location.replace(document.currentScript.dataset.way + location.hash)
