"""Dated group events: attendance of registrations, tallies where no names were taken."""
