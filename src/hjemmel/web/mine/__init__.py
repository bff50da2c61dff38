"""Min fastlege: what a resident sees to herself."""
