// Runs before the editor: it must wait until our own widget and format are registered.
window.CMS_MANUAL_INIT = true;
