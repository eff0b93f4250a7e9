"""From a Community to an ordinary Markdown site: outline, page views, templates, writer, plugins."""
